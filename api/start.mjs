/** Checks the version of Node before anything native is loaded, then starts the node. */
const [major] = process.versions.node.split('.').map(Number);
if (major !== 24) {
  console.error(
    `Meritlane runs on Node 24, and this is Node ${process.versions.node}. Start it with "npm start", which uses the Node 24 that "npm ci" installed.`,
  );
  process.exit(1);
}
await import('./main.ts');
