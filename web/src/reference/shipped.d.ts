// The reference files that the build found in web/reference: see tools/site/references.go.
declare module "velocidade:references" {
  const shipped: readonly {
    /** What its maker calls the machine. */
    readonly machine: string;
    /** When it was recorded, in Unix milliseconds. */
    readonly at: number;
    /** Its address. */
    readonly file: string;
  }[];
  export default shipped;
}
