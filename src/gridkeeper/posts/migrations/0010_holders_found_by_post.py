"""Who holds a post is found through the index of posts: the one that keeps a holding from being written twice answered
the same question after reading hundreds of pages (a district's vacant posts: 113 s)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields.ranges import RangeBoundary
from django.db import migrations

from gridkeeper.posts.models.post import SeatOfPerson, TsTzRange


class Migration(migrations.Migration):
    """The same rule on one key of person and post."""

    dependencies = [("posts", "0009_spared_without_a_reason")]
    operations = [
        migrations.RemoveConstraint(model_name="appointment", name="one_holding_at_a_time"),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=ExclusionConstraint(
                name="one_holding_at_a_time",
                expressions=[
                    (SeatOfPerson("person_id", "post_id"), "="),
                    (TsTzRange("from_at", "to_at", RangeBoundary()), "&&"),
                ],
            ),
        ),
    ]
