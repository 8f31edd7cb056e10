/** Libraries whose jars hold no types. */
declare module '@codemirror/*';
declare module '@lezer/highlight';
