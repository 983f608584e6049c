// Adds a session's token to every request, for clients that can't send one. Host and Origin pass as they came, so that
// it is the server that judges them; what the server streams, streams.
// usage: node mcp-proxy.mjs SERVER_URL TOKEN_FILE URL_FILE
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { pipeline } from 'node:stream';

const [server, tokenFile, urlFile] = process.argv.slice(2);
const { hostname, port } = new URL(server);
const authorization = `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`;

const proxy = createServer((from, answer) => {
    const to = request({
        hostname,
        port,
        path: from.url,
        method: from.method,
        headers: { ...from.headers, authorization },
    });
    to.on('response', (got) => {
        answer.writeHead(got.statusCode, got.headers);
        answer.flushHeaders();
        pipeline(got, answer, () => {});
    });
    to.on('error', () => answer.destroy());
    // A client that hangs up must be seen to hang up by the server.
    answer.on('close', () => to.destroy());
    pipeline(from, to, () => {});
});

proxy.listen(0, '127.0.0.1', () => {
    // Renamed into place: who waits for the file never reads half of it.
    writeFileSync(`${urlFile}.new`, `http://127.0.0.1:${proxy.address().port}`);
    renameSync(`${urlFile}.new`, urlFile);
});
