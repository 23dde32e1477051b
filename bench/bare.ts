/** The least that node:http can do: reads a request's body and answers as many bytes as S3 does to a PUT. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const ANSWER = Buffer.alloc(250, "x");

const server = createServer((request, response) => {
  request.on("end", () => response.writeHead(200, { "content-length": ANSWER.length }).end(ANSWER)).resume();
});
server.listen(0, "127.0.0.1", () => {
  console.log(`bare server at http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
