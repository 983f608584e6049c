// Reads cases, a line each, and prints what @sigstore/verify says of each inclusion proof. It has no consistency proofs.
const { createInterface } = require('node:readline');
const path = require('node:path');
const { createRequire } = require('node:module');

const installed = createRequire(path.resolve(process.argv[2], 'x.js'));
const { verifyMerkleInclusion } = installed('@sigstore/verify/dist/tlog/merkle.js');
const { VerificationError } = installed('@sigstore/verify/dist/error.js');
const bytes = (text) => Buffer.from(text, 'base64');

function verdict(c) {
  if (c.kind !== 'inclusion') return '-';
  const entry = {
    canonicalizedBody: bytes(c.leaf),
    inclusionProof: { logIndex: c.index, hashes: c.hashes.map(bytes) },
  };
  try {
    verifyMerkleInclusion(entry, { logSize: BigInt(c.size), logHash: bytes(c.root) });
    return 'yes';
  } catch (e) {
    if (e instanceof VerificationError) return 'no';
    throw e;
  }
}

const out = [];
createInterface({ input: process.stdin })
  .on('line', (line) => out.push(verdict(JSON.parse(line))))
  .on('close', () => process.stdout.write(out.join('\n') + '\n'));
