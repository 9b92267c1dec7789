/** The part of WebAssembly that the parser needs; the ES library leaves it to the browser's. */
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  class Module {
    private constructor();
  }
  class Instance {
    constructor(module: Module, imports: Imports);
  }
  class CompileError extends Error {}
  function compile(bytes: Uint8Array): Promise<Module>;
}
