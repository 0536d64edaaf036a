import { expect, test } from 'vitest';
import { connect } from './support/client.ts';
import { MemoryPlatform } from './support/platform.ts';

const URI = 'file:///work/api.yaml';
const API = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: api-server
spec:
  replicas: 2
  selector:
    matchLabels:
      app: api-server
  template:
    metadata:
      labels:
        app: api-server
    spec:
      containers:
        - name: api
          image: example/api:latest
          resources:
            requests:
              cpu: 1
              memory: 2 Gi
`;

test('x', async () => {
  const client = connect(new MemoryPlatform());
  console.log(JSON.stringify(await client.initialize()));
  await client.open(URI, API);
  const found = await client.diagnostics(URI);
  console.log(JSON.stringify(found, null, 1), client.logged);
  const actions = await client.actions(URI, found);
  console.log(JSON.stringify(actions, null, 1));
  await client.apply(actions[0]!);
  console.log(client.text(URI));
  const d = await client.diagnostics(URI);
  console.log(d.map((x) => x.message));
  console.log((await client.request<any>('hover', URI, { position: { line: 5, character: 4 } }))?.contents.value);
  console.log((await client.request<any>('hover', URI, { position: { line: 16, character: 12 } }))?.contents.value);
  console.log(JSON.stringify(await client.request<any>('inlayHint', URI, { range: { start: { line: 0, character: 0 }, end: { line: 30, character: 0 } } })));
  console.log(JSON.stringify(await client.request<any>('codeLens', URI)));
  console.log(JSON.stringify(await client.request<any>('documentSymbol', URI)));
  console.log((await client.connection.sendRequest<any>('plimsoll/sizing', { uri: URI })).text);
  console.log(client.received, client.statuses, client.logged);
  expect(1).toBe(1);
  client.dispose();
});
