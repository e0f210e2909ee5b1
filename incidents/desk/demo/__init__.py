"""The demo record: the acceptance case as data, entered through the same forms and steps that people use."""
