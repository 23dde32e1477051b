/**
 * A table without Object's prototype: its names are the caller's, and nobody asks for `constructor` and finds one. Node
 * makes these as it makes instances of a class, which takes a fraction of what `Object.create(null)` takes.
 *
 * @example const headers = new Table<string>(); headers.host = "localhost";
 */
// biome-ignore lint/complexity/useArrowFunction: an arrow function makes no instances.
export const Table = function () {} as unknown as new <V>() => Record<string, V>;
Object.assign(Table, { prototype: Object.create(null) });
