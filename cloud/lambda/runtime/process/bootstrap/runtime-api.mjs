/** The client of the Lambda Runtime API (version 2018-06-01). Each request has a connection of its own. */
import http from "node:http";

/** Taken before a handler can replace it. */
const { request } = http;
const [, hostname, port, prefix] = /^([^:]+):(\d+)(.*)$/.exec(process.env.AWS_LAMBDA_RUNTIME_API);

export function get(path, headers) {
  return call("GET", path, headers);
}

/** Whatever the answer is, there is nothing that could be done about it. */
export function post(path, body, headers = {}) {
  const bytes = Buffer.from(body);
  const described = { "Content-Type": "application/json", "Content-Length": bytes.length, ...headers };
  return call("POST", path, described, bytes);
}

function call(method, path, headers, body) {
  const options = { method, hostname, port, path: `${prefix}/2018-06-01/runtime/${path}`, headers, agent: false };
  return new Promise((resolve, reject) => {
    const sent = request(options, (response) => {
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if (method === "GET" && response.statusCode !== 200) reject(new Error(text));
        else resolve({ headers: response.headers, body: text });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
