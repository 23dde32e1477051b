/** Something that came about step by step, and can be brought to any instant of its past. */
export class Tape<Step extends { readonly at: number }, State> {
  readonly #steps: readonly Step[];
  readonly #begin: () => State;
  readonly #play: (state: State, step: Step) => void;
  #state: State;
  #next = 0;

  /** `steps` in the order of their time, in milliseconds; `play` changes the state that `begin` makes. */
  constructor(steps: readonly Step[], begin: () => State, play: (state: State, step: Step) => void) {
    this.#steps = steps;
    this.#begin = begin;
    this.#play = play;
    this.#state = begin();
  }

  /** The state after every step up to an instant, that instant's own too. It is good until the tape is moved again. */
  at(instant: number): State {
    if (this.#next > 0 && this.#steps[this.#next - 1]!.at > instant) {
      [this.#state, this.#next] = [this.#begin(), 0];
    }
    for (let step = this.#steps[this.#next]; step && step.at <= instant; step = this.#steps[++this.#next]) {
      this.#play(this.#state, step);
    }
    return this.#state;
  }
}
