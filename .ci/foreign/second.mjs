// Verifies a log's ML-DSA-44 signature of a checkpoint (C2SP tlog-cosignature) with @noble/post-quantum.
//
//     node second.mjs FOLDER-WITH-NODE_MODULES SECOND-VKEY CHECKPOINT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [packages, vkey, file] = process.argv.slice(2);
const installed = createRequire(path.resolve(packages, 'x.js'));
const { ml_dsa44 } = await import(pathToFileURL(installed.resolve('@noble/post-quantum/ml-dsa.js')));

const [name, id, ...rest] = vkey.split('+');
const key = Buffer.from(rest.join('+'), 'base64');
if (key.length !== 1313 || key[0] !== 6) throw new Error('not an ML-DSA-44 key of a log');

const sized = (text) => Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)]);
const number = (value) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

/** What is signed is the tree that the first three lines name. */
function message(note, time) {
  const [origin, size, root] = note.split('\n');
  return Buffer.concat([Buffer.from('subtree/v1\n\0'), sized(name), time, sized(origin), number(0), number(size), Buffer.from(root, 'base64')]);
}

const note = readFileSync(file, 'utf8');
const good = note
  .slice(note.lastIndexOf('\n\n') + 2)
  .split('\n')
  .map((line) => line.split(' '))
  .filter(([, signer, base64]) => signer === name && Buffer.from(base64, 'base64').toString('hex', 0, 4) === id)
  .map(([, , base64]) => Buffer.from(base64, 'base64').subarray(4))
  .some((line) => ml_dsa44.verify(line.subarray(8), message(note, line.subarray(0, 8)), key.subarray(1)));
console.log(good ? `the log has signed with ${name}+${id}` : `refused: not signed by ${name}+${id}`);
process.exitCode = good ? 0 : 1;
