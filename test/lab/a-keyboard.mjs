/**
 * Loaded into a process before anything else: a hand that presses Ctrl-C as soon as certain words appear.
 *
 *     PRESS="rollback SIGINT, interrupted SIGTERM"      the first time that stderr says `rollback`, then `interrupted`
 *
 * A signal from outside would arrive phases later: a simulated minute takes milliseconds.
 */
const presses = process.env.PRESS.split(", ").map((press) => press.split(" "));
const write = process.stderr.write.bind(process.stderr);
/** Longer than two signals may be one keypress. */
const PAUSE = 400;

process.stderr.write = (text, ...rest) => {
  const written = write(text, ...rest);
  const [word, signal] = presses[0] ?? [];
  // Progress lines begin with a clock: "  00:03:36  method    ..."
  if (word && (new RegExp(`^ +[\\d:]+ +${word} `).test(text) || text.startsWith(`${word}:`))) {
    presses.shift();
    if (word === "interrupted") setTimeout(() => process.kill(process.pid, signal), PAUSE);
    else process.kill(process.pid, signal);
  }
  return written;
};
