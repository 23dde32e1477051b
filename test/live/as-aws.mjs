/**
 * Loaded into a process before anything else: what it sends to AWS goes to a server on this machine instead. Nothing of
 * the program is changed, and nothing leaves the machine: any other host is an error.
 *
 *     CHAOSLAB_TEST_AWS=port node --import ./as-aws.mjs program
 */
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";

const port = Number(process.env.CHAOSLAB_TEST_AWS);
const agent = new http.Agent({ keepAlive: true });

https.request = (options, ...rest) => {
  const { host, hostname = host } = options;
  if (!hostname?.endsWith(".amazonaws.com")) throw new Error(`nobody should ask ${hostname}`);
  const headers = { ...options.headers, host: hostname };
  return http.request(
    { ...options, protocol: "http:", host: "127.0.0.1", hostname: "127.0.0.1", port, agent, headers },
    ...rest,
  );
};
http.request = (
  (request) =>
  (options, ...rest) => {
    if (options.hostname !== "127.0.0.1" && options.host !== "127.0.0.1")
      throw new Error(`nobody should ask ${options.host}`);
    return request(options, ...rest);
  }
)(http.request);
syncBuiltinESMExports();
