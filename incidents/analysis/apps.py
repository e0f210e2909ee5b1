from django.apps import AppConfig


class AnalysisConfig(AppConfig):
    name = "incidents.analysis"
    label = "analysis"
    verbose_name = "Analysis"
