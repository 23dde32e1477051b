/** Something is wrong with an expression. Whoever knows the expression's id turns this into AWS's ValidationError. */
export class MathError extends Error {}
