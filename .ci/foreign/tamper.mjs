// Copies a bundle and changes it as somebody would who can write its files and has no key. The manifest is made to fit,
// so that it is the proofs and signatures that have to tell.
//
//     node tamper.mjs BUNDLE COPY HOW
import { createHash } from 'node:crypto';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [bundle, copy, how] = process.argv.slice(2);
cpSync(bundle, copy, { recursive: true });
const read = (name) => readFileSync(path.join(copy, name), 'utf8');
const write = (name, content) => writeFileSync(path.join(copy, name), content);
const lines = (name) => read(name).split('\n').slice(0, -1);
const writeLines = (name, all) => write(name, all.map((line) => `${line}\n`).join(''));
const change = (name, from, to) => {
  const before = read(name);
  const after = before.replace(from, to);
  if (before === after) throw new Error(`${how}: nothing to change in ${name}`);
  write(name, after);
};
/** Another letter of base64 in the place of one. */
const otherLetter = (letter) => (letter === 'A' ? 'B' : 'A');
const index = (line) => JSON.parse(line).index;

function dropped(at) {
  const gone = index(lines('proofs.jsonl')[at]);
  writeLines('receipts.jsonl', lines('receipts.jsonl').toSpliced(at, 1));
  writeLines('proofs.jsonl', lines('proofs.jsonl').toSpliced(at, 1));
  writeLines('disclosures.jsonl', lines('disclosures.jsonl').filter((line) => index(line) !== gone));
}

const ways = {
  entry: () => change('receipts.jsonl', '"verb":"update"', '"verb":"select"'),
  space: () => change('receipts.jsonl', '"type":"intent"', '"type": "intent"'),
  swap: () => writeLines('receipts.jsonl', lines('receipts.jsonl').map((line, i, all) => all[i ^ 1] ?? line)),
  missing: () => dropped(lines('receipts.jsonl').findIndex((line) => line.includes('"type":"result"'))),
  proof: () => change('proofs.jsonl', /"hashes":\["(.)/, (all, letter) => all.slice(0, -1) + otherLetter(letter)),
  index: () => change('proofs.jsonl', /"index":(\d+)\}/, (all, n) => `"index":${Number(n) + 1}}`),
  root: () => change('checkpoint', /^(.*\n.*\n)(.)/, (all, head, letter) => head + otherLetter(letter)),
  size: () => change('checkpoint', /^(.*\n)(\d+)/, (all, head, n) => head + (Number(n) + 1)),
  older: () => write('checkpoint', read('checkpoint.old')),
  signature: () => change('checkpoint', /(\n\u2014 \S+ .{20})(.)/, (all, head, letter) => head + otherLetter(letter)),
  unsigned: () => change('checkpoint', /(\u2014 (\S+) .*\n)(\u2014 \2 .*\n)*/, ''),
  unwitnessed: () => change('checkpoint', /\u2014 \S*witness\S* .*\n/, ''),
  disclosure: () =>
    writeLines('disclosures.jsonl', lines('disclosures.jsonl').map((line, i) => {
      if (i > 0) return line;
      const { disclosures, index: at } = JSON.parse(line);
      const said = JSON.parse(Buffer.from(disclosures[0], 'base64url'));
      said[said.length - 1] = 'something else';
      disclosures[0] = Buffer.from(JSON.stringify(said)).toString('base64url');
      return JSON.stringify({ disclosures, index: at });
    })),
  consistency: () => change('consistency.json', /"hashes":\["(.)/, (all, letter) => all.slice(0, -1) + otherLetter(letter)),
  old: () => change('checkpoint.old', /^(.*\n.*\n)(.)/, (all, head, letter) => head + otherLetter(letter)),
  stamped: () => change('timestamp.checkpoint', /\n$/, '\n\n'),
  stamp: () => {
    const token = readFileSync(path.join(copy, 'timestamp.tsr'));
    token[token.length - 5] ^= 1;
    write('timestamp.tsr', token);
  },
  rotation: () => change('rotations.jsonl', /(astern key rotation.*?\+)(.)/, (all, head, digit) => head + (digit === '0' ? '1' : '0')),
  extra: () => write('notes.txt', 'more\n'),
  manifest: () => change('audit.md', /^/, '\n'),
};

ways[how]();
if (!['extra', 'manifest'].includes(how)) {
  const manifest = JSON.parse(read('manifest.json'));
  manifest.entries = lines('receipts.jsonl').length;
  for (const name of readdirSync(copy).filter((file) => file !== 'manifest.json')) {
    const content = readFileSync(path.join(copy, name));
    manifest.files[name] = { bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  }
  write('manifest.json', `${JSON.stringify(manifest)}\n`);
}
