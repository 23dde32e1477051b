/**
 * The way in from the shell: makes sure that this Node can run the lab, then runs the program, from its bundle or, where
 * there can be none, in TypeScript as it lies here.
 *
 *     chaoslab.js --.                          .--> build/program/.../lab/...js
 *                   +--> door: Node? packages? +
 *     start.js -----'                          '--> tsx, lab/...ts
 */
const OLDEST = [20, 19];
const USAGE = 64;
const BUG = 70;

export async function open(program) {
  // Small exit codes are verdicts: a program that never came to one must not end with theirs.
  process.exitCode = BUG;
  // The SDK reminds every process that its releases of 2027 will want Node 22. This project pins its release.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  if (isOld(process.versions.node)) {
    return complain("LAB_NODE_TOO_OLD", `This is Node ${process.versions.node}.`, `Install Node ${OLDEST.join(".")}.`);
  }
  try {
    import.meta.resolve("tsx");
  } catch {
    return complain("LAB_NOT_INSTALLED", "The packages that the lab is made of are not here.", "npm ci");
  }
  try {
    const { built } = await import("./built.js");
    const bundle = await built(program);
    if (bundle) process.setSourceMapsEnabled(true);
    else await import("tsx");
    await import(bundle ?? `../${program}`);
  } catch (error) {
    console.error(error);
    process.exitCode = BUG;
  }
}

function isOld(version) {
  const [major, minor] = version.split(".").map(Number);
  return major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
}

function complain(code, message, next) {
  console.error(`${code}: ${message}\nnext: ${next}`);
  process.exitCode = USAGE;
}
