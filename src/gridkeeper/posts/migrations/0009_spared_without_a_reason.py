"""Why somebody is spared duties is nobody's to keep: only until which day stays (SF-02, SF-03, SF-05, SF-31)."""

from django.db import migrations


class Migration(migrations.Migration):
    """A column changes its name; the day in it stays."""

    dependencies = [("posts", "0008_certificates_end")]
    operations = [migrations.RenameField(model_name="contact", old_name="is_pregnant_until", new_name="spared_until")]
