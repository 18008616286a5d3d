"""A mail server of Debian's aiosmtpd for the tests: keeps each mail as an .eml and a .json file, and fails as it is told to.

    smtp_server.py FOLDER [--port N] [--fault NAME] [--times N] [--only ADDRESS] [--pause SECONDS] [--certificate PEM --key PEM] [--user U --password P]

Prints one line with its port when it is ready. `--pause`: before each answer to a mail. A fault happens `--times` times (default: always), only to ADDRESS
where one is named:

    553                 that answer to MAIL FROM
    421 450 452 550     that answer to RCPT TO
    554                 that answer to a mail
    banner              turns everybody away
    mute                never says a word
    hang                no answer to a mail; a file `hanging` tells that it has come to that
    cut                 the mail is taken, then the connection ends without an answer
    late                the mail is taken, the answer comes three seconds later
    slow                reads 1 KB a second
"""

import argparse
import asyncio
import json
import os
import ssl

from aiosmtpd.smtp import SMTP, AuthResult

ANSWERS = {
    "421": "421 4.3.2 Server is closing",
    "450": "450 4.2.0 Greylisted, try again later",
    "452": "452 4.2.2 Mailbox full",
    "550": "550 5.1.1 No such mailbox",
}


class Handler:
    def __init__(self, asked):
        self.asked, self.left, self.taken = asked, asked.times, 0

    def strikes(self, name, recipient):
        if self.asked.fault != name or self.left == 0 or self.asked.only not in (None, recipient):
            return False
        self.left -= 1
        return True

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.strikes("553", address):
            return "553 5.7.1 Sender address rejected: not owned by user"
        envelope.mail_from = address
        return "250 2.1.0 Ok"

    async def handle_RCPT(self, server, session, envelope, address, options):
        for name, answer in ANSWERS.items():
            if self.strikes(name, address):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        if self.strikes("hang", recipient):
            open(os.path.join(self.asked.folder, "hanging"), "wb").close()
            await asyncio.sleep(3600)
        if self.strikes("554", recipient):
            return "554 5.7.1 Message rejected by content filter"
        self.keep(session, envelope)
        if self.strikes("cut", recipient):
            server.transport.abort()
            return None
        if self.strikes("late", recipient):
            await asyncio.sleep(3)
        await asyncio.sleep(self.asked.pause)
        return "250 2.0.0 Ok: queued as %d" % self.taken

    def keep(self, session, envelope):
        self.taken += 1
        mail = {
            "recipients": envelope.rcpt_tos,
            "encrypted": session.ssl is not None,
            "signed_in": bool(session.authenticated),
            "connection": id(session),
        }
        with open(os.path.join(self.asked.folder, "%04d.eml" % self.taken), "wb") as file:
            file.write(envelope.content)
        beside = os.path.join(self.asked.folder, "beside")
        with open(beside, "w", encoding="utf-8") as file:
            json.dump(mail, file)
        os.rename(beside, os.path.join(self.asked.folder, "%04d.json" % self.taken))


class Slow(SMTP):
    """Hands what arrives on at 1 KB a second."""

    held = b""
    feeding = None

    def data_received(self, data):
        self.held += data
        if self.feeding is None or self.feeding.done():
            self.feeding = asyncio.ensure_future(self.feed())

    async def feed(self):
        while self.held:
            piece, self.held = self.held[:1024], self.held[1024:]
            super().data_received(piece)
            if self.held:
                await asyncio.sleep(1)


class Banner(asyncio.Protocol):
    """Turns everybody away."""

    def connection_made(self, transport):
        transport.write(b"554 5.7.1 Access denied\r\n")
        transport.close()


def sign_in(asked):
    def check(server, session, envelope, mechanism, given):
        right = (given.login, given.password) == (asked.user.encode(), asked.password.encode())
        return AuthResult(success=right, handled=False, auth_data=given.login)

    return check


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault")
    parser.add_argument("--times", type=int, default=-1)
    parser.add_argument("--only")
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user")
    parser.add_argument("--password")
    asked = parser.parse_args()
    settings = {"hostname": "mail.camngoc.example"}
    if asked.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(asked.certificate, asked.key)
        settings |= {"tls_context": context, "require_starttls": True}
    if asked.user:
        settings |= {"authenticator": sign_in(asked), "auth_required": True, "auth_require_tls": bool(asked.certificate)}
    handler = Handler(asked)
    loop = asyncio.get_running_loop()
    makers = {
        "banner": Banner,
        "mute": asyncio.Protocol,
        "slow": lambda: Slow(handler, loop=loop, **settings),
    }
    usual = lambda: SMTP(handler, loop=loop, **settings)
    server = await loop.create_server(makers.get(asked.fault, usual), "127.0.0.1", asked.port)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
