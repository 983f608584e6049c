// An agent of the Model Context Protocol, without a model: calls tools through Astern's own door, one line each.
// node mcp-upstreams.mjs URL TOKEN_FILE < lines of "TOOL JSON"; prints "TOOL STATE" and, for reads, what came back.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [url, tokenFile] = process.argv.slice(2);
const token = readFileSync(tokenFile, 'utf8').trim();
const meta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
};
let id = 0;

async function request(method, params) {
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2026-07-28',
    'Mcp-Method': method,
  };
  if (params.name) headers['Mcp-Name'] = params.name;
  const body = JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params: { ...params, _meta: meta } });
  const answer = await fetch(`${url}/mcp`, { method: 'POST', headers, body });
  const text = await answer.text();
  const event = text.split('\n').filter(line => line.startsWith('data:')).pop();
  const message = JSON.parse(event ? event.slice(5) : text);
  if (!message.result) throw new Error(text);
  return message.result;
}

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'list') {
    const { tools } = await request('tools/list', {});
    console.log(tools.map(tool => tool.name).sort().join('\n'));
  } else if (line.trim()) {
    const space = line.indexOf(' ');
    const name = line.slice(0, space);
    const result = await request('tools/call', { name, arguments: JSON.parse(line.slice(space + 1)) });
    const said = result.structuredContent ?? {};
    console.log(name, said.state, said.action_id ?? '', JSON.stringify(said.problem ?? said.results ?? ''));
  }
}
