// Verifies a bundle's files, entries, chains, proofs and disclosures with packages of npm:
// canonicalize (RFC 8785), @sigstore/verify (checkpoint, inclusion), @sd-jwt/utils (RFC 9901).
//
//     node bundle.mjs FOLDER-WITH-NODE_MODULES LOG-VKEY BUNDLE
import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages, vkey, bundle] = process.argv.slice(2);
const installed = createRequire(path.resolve(packages, 'x.js'));
const { default: canonicalize } = await import(pathToFileURL(installed.resolve('canonicalize')));
const { Disclosure } = installed('@sd-jwt/utils');
const { verifyMerkleInclusion } = installed('@sigstore/verify/dist/tlog/merkle.js');
const { verifyCheckpoint } = installed('@sigstore/verify/dist/tlog/checkpoint.js');

const { VerificationError } = installed('@sigstore/verify/dist/error.js');

class Refused extends Error {}

function demand(condition, sentence) {
  if (!condition) throw new Refused(sentence);
}

const sha256 = (data) => createHash('sha256').update(data).digest();
const read = (name) => readFileSync(path.join(bundle, name));
const lines = (name) => {
  if (!existsSync(path.join(bundle, name))) return [];
  const text = read(name).toString('utf8');
  demand(text === '' || text.endsWith('\n'), `${name}: the last line does not end`);
  return text.split('\n').slice(0, -1);
};
/** Parsed, and the same when it is written again: nothing repeated, nothing that two parsers read differently. */
function strict(line, where) {
  const value = JSON.parse(line);
  demand(canonicalize(value) === line, `${where}: not canonical`);
  return value;
}

function manifest() {
  const { files, entries, scope } = strict(read('manifest.json').toString('utf8').slice(0, -1), 'manifest.json');
  const there = readdirSync(bundle).filter((name) => name !== 'manifest.json').sort();
  demand(canonicalize(there) === canonicalize(Object.keys(files).sort()), 'manifest.json: names other files');
  for (const [name, { bytes, sha256: digest }] of Object.entries(files)) {
    const content = read(name);
    demand(content.length === bytes && sha256(content).toString('hex') === digest, `${name}: not as in the manifest`);
  }
  return { count: entries, scope };
}

/** A verifier key, as @sigstore/verify wants it. */
function logOf(key) {
  const [name, id, ...rest] = key.split('+');
  const raw = Buffer.from(rest.join('+'), 'base64');
  demand(raw.length === 33 && raw[0] === 1, 'a log has an Ed25519 key');
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw.subarray(1)]);
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
  return { baseURL: name, logID: Buffer.from(id, 'hex'), publicKey };
}

/** Whether one of these keys signed a note, which is the text, an empty line and a line for each signature. */
function signed(note, keys) {
  const end = note.lastIndexOf('\n\n') + 1;
  return note.slice(end + 1).split('\n').slice(0, -1).some((line) => {
    const [, name, base64] = line.split(' ');
    const bytes = Buffer.from(base64, 'base64');
    const key = keys.find(({ baseURL, logID }) => baseURL === name && logID.equals(bytes.subarray(0, 4)));
    return key && verify(null, Buffer.from(note.slice(0, end)), key.publicKey, bytes.subarray(4));
  });
}

/** The keys that the known one handed over to; that they did is a note by the key before. */
function logKeys() {
  const keys = [logOf(vkey)];
  for (const line of lines('rotations.jsonl')) {
    const { statement } = strict(line, 'rotations.jsonl');
    const [title, origin, next] = statement.split('\n');
    demand(title === 'astern key rotation' && origin === keys[0].baseURL, 'rotations.jsonl: not of this log');
    demand(signed(statement, keys), 'rotations.jsonl: no key that is known has signed');
    keys.push(logOf(next));
  }
  return keys;
}

/** Each session's entries from its first one on, or from where the bundle begins; each names the one before. */
function chains(entries, scope) {
  const last = new Map();
  const closed = new Set();
  for (const { entry, hash } of entries) {
    const { session, sequence, previous, type, count } = entry;
    // A bundle of sessions has only those of the log's own entries that concern them.
    if (session === 'log' && scope.kind === 'session') continue;
    const first = scope.from_index > 0 ? { sequence: sequence - 1, hash: previous } : { sequence: -1, hash: '' };
    const before = last.get(session) ?? first;
    demand(sequence === before.sequence + 1 && previous === before.hash, `${session}: entry ${before.sequence + 1} is missing`);
    demand(!closed.has(session), `${session}: goes on after its end`);
    if (type === 'session_closed') {
      demand(count === sequence + 1, `${session}: closed with another count`);
      closed.add(session);
    }
    last.set(session, { sequence, hash });
  }
  const wanted = scope.sessions ?? [];
  for (const session of wanted) demand(last.has(session), `${session}: not there`);
  return { chains: last.size, closed: closed.size };
}

/** All digests in a value, at any depth. */
function digests(value) {
  if (Array.isArray(value)) return value.flatMap(digests);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, below]) => (name === '_sd' || name === '...' ? below : digests(below)));
}

/** Each disclosure belongs to one digest, of the entry or of what another one disclosed. */
function disclosed(entry, texts, where) {
  const hasher = { alg: 'sha-256', hasher: (data) => sha256(data) };
  const open = texts.map((text) => Disclosure.fromEncodeSync(text, hasher));
  const bound = [entry, ...open.map(({ value }) => value)].flatMap(digests);
  demand(new Set(bound).size === bound.length, `${where}: a digest is there twice`);
  const used = open.map((disclosure) => disclosure.digestSync(hasher));
  demand(new Set(used).size === used.length, `${where}: a disclosure is there twice`);
  for (const digest of used) demand(bound.includes(digest), `${where}: a disclosure that the entry does not bind`);
  return open.length;
}

function verifyBundle() {
  const { count, scope } = manifest();
  const envelope = read('checkpoint').toString('utf8');
  const checkpoint = verifyCheckpoint({ inclusionProof: { checkpoint: { envelope } } }, logKeys());
  demand(checkpoint.origin === vkey.split('+')[0], 'checkpoint: of another log');
  const proofs = lines('proofs.jsonl').map((line) => strict(line, 'proofs.jsonl'));
  const receipts = lines('receipts.jsonl');
  demand(receipts.length === count && proofs.length === count, 'entries, proofs and manifest are not as many');
  const entries = receipts.map((line, i) => {
    const canonicalizedBody = Buffer.from(line, 'utf8');
    const hashes = proofs[i].hashes.map((hash) => Buffer.from(hash, 'base64'));
    verifyMerkleInclusion({ canonicalizedBody, inclusionProof: { logIndex: proofs[i].index, hashes } }, checkpoint);
    const hash = createHash('sha256').update(Buffer.of(0)).update(canonicalizedBody).digest('hex');
    return { entry: strict(line, `entry ${proofs[i].index}`), index: proofs[i].index, hash };
  });
  const found = chains(entries, scope);
  const byIndex = new Map(entries.map(({ entry, index }) => [index, entry]));
  let opened = 0;
  for (const line of lines('disclosures.jsonl')) {
    const { index, disclosures } = strict(line, 'disclosures.jsonl');
    demand(byIndex.has(index), `disclosures of entry ${index}, which is not there`);
    opened += disclosed(byIndex.get(index), disclosures, `entry ${index}`);
  }
  console.log(`${count} entries are in the tree of ${checkpoint.logSize}, each canonical;`);
  console.log(`${found.chains} chains without a gap, ${found.closed} of them closed; ${opened} disclosures, each bound by its entry`);
}

try {
  verifyBundle();
} catch (e) {
  // Anything else is a fault of this program, and no verdict.
  if (!(e instanceof Refused || e instanceof VerificationError || e instanceof SyntaxError)) throw e;
  console.error(`refused: ${e.message}`);
  process.exitCode = 1;
}
