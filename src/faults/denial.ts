/**
 * Denied hosts on a real network: requests of this process to some hosts fail as if the name did not resolve. The
 * name is refused where a request asks for a connection, not where a connection asks for an address, because warm
 * keep-alive sockets ask for no address any more.
 *
 *     node:http(s) request -> Agent.addRequest -x         (the SDK's clients come this way)
 *     fetch (undici)       -> undici:client:sendHeaders -x
 *
 * The diagnostics channel http.client.request.start would be too late: it is published when the request has already
 * been handed to the socket, so that a refused PutObject could still arrive.
 */

import { subscribe } from "node:diagnostics_channel";
import http from "node:http";
import type { Socket } from "node:net";
import type { Network } from "../world.ts";
import { hostMatcher } from "./hosts.ts";

/** What node:http does for a request, a part of it: not in Node's types, but the same since its first agents. */
interface Agent {
  addRequest(this: unknown, request: Request, options: unknown, ...rest: unknown[]): void;
}

interface Request {
  onSocket(socket: null, error: Error): void;
}

export class HostDenial implements Network {
  #isDenied: (host: string) => boolean = () => false;
  #installed = false;

  deny(hosts: readonly string[]): void {
    this.#isDenied = hostMatcher(hosts);
    if (!this.#installed && hosts.length > 0) this.#install();
  }

  /** Once, and for good: while no host is denied it lets every request pass. */
  #install(): void {
    this.#installed = true;
    this.#guardAgents();
    subscribe("undici:client:sendHeaders", (message) => {
      const { request, socket } = message as { request: { origin: string | URL }; socket: Socket };
      const host = new URL(request.origin).hostname;
      if (this.#isDenied(host)) socket.destroy(notFound(host));
    });
  }

  /** https.Agent inherits this method from http.Agent, so one guard serves both. */
  #guardAgents(): void {
    const agent = http.Agent.prototype as unknown as Agent;
    const { addRequest } = agent;
    const isDenied = (host: string): boolean => this.#isDenied(host);
    agent.addRequest = function (request, options, ...rest) {
      const host = typeof options === "string" ? options : ((options as { host?: string }).host ?? "localhost");
      if (isDenied(host)) request.onSocket(null, notFound(host));
      else addRequest.call(this, request, options, ...rest);
    };
  }
}

/** The error of a name that does not resolve, as node:dns makes it. */
function notFound(hostname: string): Error {
  const error = new Error(`getaddrinfo ENOTFOUND ${hostname}`);
  return Object.assign(error, { code: "ENOTFOUND", errno: -3008, syscall: "getaddrinfo", hostname });
}
