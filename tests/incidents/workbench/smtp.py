"""A mail server in a process of its own on 127.0.0.1: it speaks SMTP (RFC 5321) and keeps what it is sent in a folder.

    python -m tests.incidents.workbench.smtp FOLDER [BUSY]

It prints its port, and says "451 busy" to the first BUSY mails.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_string
from email.message import Message
from pathlib import Path

PATIENCE = 20


class Conversation:
    """One connection: commands until QUIT."""

    def __init__(self, folder: Path, busy: list[int]) -> None:
        self.folder, self.busy = folder, busy
        self.sender = ""
        self.to: list[str] = []

    async def hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer line by line."""
        writer.write(b"220 test.invalid ESMTP\r\n")
        while line := (await reader.readline()).decode().strip():
            verb = line.split(" ")[0].upper()
            writer.write(f"{await self.answer(verb, line, reader, writer)}\r\n".encode())
            await writer.drain()
            if verb == "QUIT":
                break
        writer.close()

    async def answer(self, verb: str, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        """Return the reply to a command."""
        if verb in ("EHLO", "HELO"):
            return "250 test.invalid"
        if verb == "MAIL":
            self.sender, self.to = line, []
            if self.busy[0] > 0:
                self.busy[0] -= 1
                return "451 busy"
        if verb == "RCPT":
            self.to.append(line.partition("<")[2].partition(">")[0])
        if verb == "DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            lines = []
            while (one := (await reader.readline()).decode()) != ".\r\n":
                lines.append(one.removeprefix("."))
            number = len(list(self.folder.iterdir()))
            text = json.dumps({"to": self.to, "text": "".join(lines)})
            (self.folder / f"{number}.part").write_text(text)
            (self.folder / f"{number}.part").rename(self.folder / f"{number}.json")
        return "221 bye" if verb == "QUIT" else "250 ok"


async def serve(folder: Path, busy: int) -> None:
    """Serve until the process ends."""
    left = [busy]
    server = await asyncio.start_server(lambda *ends: Conversation(folder, left).hold(*ends), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - whoever started it reads it
    async with server:
        await server.serve_forever()


@dataclass(frozen=True)
class Mail:
    """A mail that was taken: to whom, and the message."""

    to: list[str]
    message: Message
    text: str

    @property
    def body(self) -> str:
        """Return what it says."""
        return str(self.message.get_payload())


@dataclass(frozen=True)
class MailServer:
    """The running server."""

    port: int
    folder: Path

    @property
    def mails(self) -> list[Mail]:
        """Return what it was sent, in order."""
        found = []
        for path in sorted(self.folder.glob("*.json"), key=lambda path: int(path.stem)):
            told = json.loads(path.read_text())
            found.append(Mail(told["to"], message_from_string(told["text"]), told["text"]))
        return found


@contextmanager
def mail_server(folder: Path, busy: int = 0) -> Iterator[MailServer]:
    """Start a server, and end it."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "tests.incidents.workbench.smtp", str(folder), str(busy)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield MailServer(int(process.stdout.readline()), folder)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
