from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "incidents.workbench"
    label = "workbench"
    verbose_name = "Workbench"
