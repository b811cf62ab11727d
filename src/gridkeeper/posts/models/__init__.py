"""Bodies, people, posts, appointments and who is in whose reach."""

from gridkeeper.posts.models.body import Body
from gridkeeper.posts.models.person import Consent, Contact, Person, Reach, Sensitive
from gridkeeper.posts.models.post import Appointment, Post

__all__ = ["Appointment", "Body", "Consent", "Contact", "Person", "Post", "Reach", "Sensitive"]
