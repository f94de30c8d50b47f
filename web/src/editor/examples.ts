// The programs that the editor can be filled with: tools/site/examples.go writes the list; esbuild resolves
// "velocidade:examples" to it.

export interface Example {
  /** In addresses: /edit/?example=primes. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  /** A built-in program of the playground, made a program of its own, or an example. */
  readonly kind: "example" | "program";
  /** Address of the source. */
  readonly file: string;
}

export async function sourceOf(example: Example): Promise<string> {
  const response = await fetch(example.file);
  if (!response.ok) throw new Error(`The program could not be loaded: the server said ${response.status}.`);
  return response.text();
}
