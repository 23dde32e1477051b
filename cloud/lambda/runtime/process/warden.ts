import { type ChildProcess, spawn } from "node:child_process";

/**
 * Outlives the host by a moment: a small shell that is told of every process the host starts, and when the host ends -
 * however it ends - kills those that are left and removes their files. Functions that are frozen or in a loop could
 * not notice it themselves.
 *
 *     host --(+ 4711)--> warden            the pipe closes --> kill 4711, remove the folder
 *
 * Where there is no such shell, processes watch the host themselves (bootstrap/bootstrap.mjs).
 */
export class Warden {
  readonly #shell: ChildProcess;

  constructor(folder: string) {
    this.#shell = spawn("/bin/sh", ["-c", SCRIPT, "warden", folder], {
      stdio: ["pipe", "ignore", "ignore"],
      env: { PATH: "/usr/bin:/bin" },
      detached: true,
    });
    this.#shell.on("error", () => {});
    this.#shell.stdin!.on("error", () => {});
    this.#shell.unref();
  }

  watch(pid: number): void {
    this.#say(`+ ${pid}\n`);
  }

  forget(pid: number): void {
    this.#say(`- ${pid}\n`);
  }

  end(): void {
    this.#shell.stdin!.end();
  }

  #say(line: string): void {
    if (this.#shell.stdin!.writable) this.#shell.stdin!.write(line);
  }
}

/** Processes lead groups of their own, so that what they have started goes with them. */
const SCRIPT = `
all=' '
while read -r sign pid; do
  case $sign in
    +) all="$all$pid " ;;
    -) all="\${all%% $pid *} \${all#* $pid }" ;;
  esac
done
for pid in $all; do kill -s KILL -- "-$pid"; done 2>/dev/null
chmod -R u+w "$1" 2>/dev/null
rm -rf -- "$1"
`;
