// What the page, the tools and the package use of the labs.
export * from './answers';
export * from './ask';
export * from './handin';
export * from './lab';
export * from './levels';
export * from './parse';
export { plainText, readProse, safeHref } from './prose';
export * from './run_check';
export * from './run_once';
export * from './try_lab';
export * from './verify';
