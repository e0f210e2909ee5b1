"""What an upload may bring onto the disk: what a file has beyond the limit is thrown away as it comes."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class Capped(FileUploadHandler):
    """Stands before Django's own handlers. A file that is cut off keeps a size above the limit, so it is refused."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Pass a piece on until the limit is passed."""
        return None if start > settings.CAPTURE_MAX_BYTES else raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """Leave the file to the handlers behind."""
        return None
