// What the build puts into the bundle, and the door the page opens for tests and embedders.
interface ImportMetaEnv {
  /** Folder of the wasm builds, relative to the page. */
  readonly GOPARK_ENGINE: string;
}

interface ImportMeta {
  readonly env: ImportMetaEnv;
}

declare module '*.css';
declare module '@fontsource-variable/geist';
declare module '@fontsource-variable/geist-mono';

declare module '*?raw' {
  const text: string;
  export default text;
}

declare module '*?inline' {
  const text: string;
  export default text;
}

declare module '*?worker&url' {
  const url: string;
  export default url;
}
