"""The audit log in words: who changed what, when, from where and why; who saw what is confidential."""
