/** The emscripten factory inside libpg-query, which comes without types. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface ParserModule {
    /** The module's memory; a new array whenever the memory has grown. */
    readonly HEAPU8: Uint8Array;
    getValue(pointer: number, type: 'i32'): number;
    UTF8ToString(pointer: number): string;
    _malloc(size: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(sql: number): number;
    _wasm_free_parse_result(result: number): void;
    _wasm_parse_plpgsql(sql: number): number;
    _wasm_free_string(text: number): void;
  }

  export interface ModuleOptions {
    print(line: string): void;
    printErr(line: string): void;
    instantiateWasm(
      imports: WebAssembly.Imports,
      receive: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ): object;
  }

  export default function createModule(options: ModuleOptions): Promise<ParserModule>;
}
