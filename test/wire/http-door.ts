import { expect } from "chai";
import { Cloud } from "../../cloud/cloud.ts";
import { HttpDoor } from "../../cloud/gateway/http-door.ts";
import { Activity } from "../../cloud/kernel/activity.ts";
import { WallClock } from "../../cloud/kernel/clock.ts";
import { Random } from "../../cloud/kernel/random.ts";
import { hangUp, type Keys, type LiveClients, liveClients } from "../../lab/live/clients.ts";
import { ROOT_KEY } from "../../lab/local/root-key.ts";
import type { World } from "./doors.ts";

/** A cloud on the machine's clock behind an HTTP door at a free port. */
export async function aServedCloud(region = "us-east-1") {
  const bugs: unknown[] = [];
  const onBug = (bug: unknown) => void bugs.push(bug);
  const clock = new WallClock();
  const random = Random.fromSeed(1);
  const home = { accountId: "111122223333", region };
  const cloud = new Cloud({ clock, activity: new Activity(), random, place: home, latencyScale: 0, onBug });
  const { gateway, place, houses } = cloud;
  const { credentials } = houses.services.iam;
  const door = new HttpDoor({ gateway, credentials, rootCredentials: ROOT_KEY, clock, place, onBug });
  const { port } = await door.listen(0);
  const close = async () => {
    await door.close();
    clock.stop();
  };
  return { cloud, door, port, clock, bugs, close, endpoint: `http://127.0.0.1:${port}` };
}

/** Official clients over the network, as anybody would make them: they sign, and keep their connections. */
export async function openHttpDoor(): Promise<World> {
  const { cloud, clock, bugs, close, endpoint } = await aServedCloud();
  const { iam } = cloud.houses.services;
  const made: LiveClients[] = [];
  const clientsWith = (keys: Keys) => {
    const clients = liveClients(cloud.place.region, { endpoint, credentials: keys });
    made.push(clients);
    return clients;
  };
  return {
    ...cloud.place,
    clients: clientsWith(ROOT_KEY),
    clientsOfUser: async (name) => {
      const { id, secret } = iam.keys.create(name);
      return clientsWith({ accessKeyId: id, secretAccessKey: secret });
    },
    clientsOfRole: async (arn) => clientsWith(iam.openSession(iam.roles.find(arn)!, "story", 3600)),
    now: () => clock.now(),
    sleep: (milliseconds) => clock.sleep(milliseconds),
    run: (story) => story(),
    close: async () => {
      made.forEach(hangUp);
      await close();
      expect(bugs, "bugs behind the door").to.deep.equal([]);
    },
  };
}
