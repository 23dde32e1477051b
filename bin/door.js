/**
 * The way in from the shell: makes sure that this Node can run TypeScript as it lies here, then runs the program.
 *
 *     chaoslab.js --.
 *                   +--> door: Node? packages? tsx --> lab/...ts
 *     start.js -----'
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
    await import("tsx");
  } catch {
    return complain("LAB_NOT_INSTALLED", "The packages that the lab is made of are not here.", "npm ci");
  }
  try {
    await import(program);
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
