import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';

/** A trivial server in a process of its own: accepts every profile of every batch at once. Its cost is nobody's. */
const body = z.object({ data: z.array(z.unknown()) });
const entry = '{"error":0,"error_text":"Successful operation","profile_id":"663a138cee44bb50a67115cd"}';

const server = createServer((request, response) => {
  void buffer(request).then((bytes) => {
    const { data } = body.parse(JSON.parse(bytes.toString('utf8')));
    const answer = `{"error":0,"error_text":"Successful operation","result":[${Array.from(data, () => entry).join(',')}]}`;
    response.setHeader('content-type', 'application/json').end(answer);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
});
process.on('disconnect', () => process.exit(0));
