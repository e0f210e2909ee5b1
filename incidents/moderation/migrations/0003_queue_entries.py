"""What waits when the queue begins gets an entry, to be derived by `manage.py rebuild_queue` (`serve` runs it)."""

from django.db import migrations

FILL = """
INSERT INTO workbench_queueentry
    (incident_id, revision, submitted_at, contested, embargo_until, priority, first_edition, changed, differences,
     warnings, problems)
SELECT incident.id, 0,
       coalesce((SELECT max(step.at) FROM workbench_transition step
                  WHERE step.incident_id = incident.id AND step.verb = 'submit'), incident.updated_at),
       false, incident.embargo_until, 0, true, '{}', 0, 0, 0
FROM workbench_incident incident
WHERE incident.state = 'submitted'
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0002_capture_permissions"), ("workbench", "0018_queue")]
    operations = [migrations.RunSQL(FILL, "DELETE FROM workbench_queueentry")]
