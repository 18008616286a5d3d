// A mail server of nodemailer's smtp-server for the tests: STARTTLS or TLS, AUTH PLAIN and LOGIN; keeps each mail as an .eml and a .json file.
//
//     node server.js MODULES FOLDER CERTIFICATE KEY USER PASSWORD METHOD tls|starttls
//
// Prints one line with its port when it is ready.
"use strict";

const fs = require("node:fs");
const path = require("node:path");

const [modules, folder, certificate, key, user, password, method, security] = process.argv.slice(2);
const { SMTPServer } = require(path.join(modules, "smtp-server"));
let taken = 0;

const server = new SMTPServer({
  name: "mail.camngoc.example",
  secure: security === "tls",
  cert: fs.readFileSync(certificate),
  key: fs.readFileSync(key),
  authMethods: [method],
  disableReverseLookup: true,
  onAuth(auth, session, done) {
    if (auth.username === user && auth.password === password) done(null, { user });
    else done(new Error("Invalid username or password"));
  },
  onData(stream, session, done) {
    const pieces = [];
    stream.on("data", (piece) => pieces.push(piece));
    stream.on("end", () => {
      taken += 1;
      const mail = {
        recipients: session.envelope.rcptTo.map((recipient) => recipient.address),
        encrypted: session.secure,
        signed_in: session.user === user,
        connection: session.id,
      };
      const name = path.join(folder, String(taken).padStart(4, "0"));
      fs.writeFileSync(name + ".eml", Buffer.concat(pieces));
      const beside = path.join(folder, "beside");
      fs.writeFileSync(beside, JSON.stringify(mail));
      fs.renameSync(beside, name + ".json");
      done(null, "queued");
    });
  },
});
server.on("error", () => {});
server.listen(0, "127.0.0.1", () => console.log(server.server.address().port));
