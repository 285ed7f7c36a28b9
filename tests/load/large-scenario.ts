/** A scenario of 500 nodes and 700 connections without a circle: the size that has to stay usable. */
export function largeScenario(nodeCount = 500, edgeCount = 700, columns = 25) {
  const nodes = Array.from({ length: nodeCount }, (_, at) => ({
    id: `n${at}`,
    operation: at === 0 ? "traderlaunchpad.orderCreated" : "webhooks.send",
    ...(at === 0 ? {} : { name: `Node ${at}` }),
    position: { x: (at % columns) * 340, y: Math.floor(at / columns) * 140 },
    config: at === 0 ? {} : { webhookUrl: "http://127.0.0.1:9/", retryAttempts: 0, timeout: 5 },
  }));
  const edges = new Map<string, { id: string; source: string; target: string }>();
  const connect = (from: number, to: number) => {
    const id = `n${from}-n${to}`;
    if (edges.size < edgeCount) edges.set(id, { id, source: `n${from}`, target: `n${to}` });
  };
  // A tree reaches every node; the rest join its branches, always forwards.
  for (let at = 1; at < nodeCount; at++) connect(Math.floor((at - 1) / 2), at);
  for (let at = 0; edges.size < edgeCount && at < nodeCount; at++) {
    connect(at, Math.min(nodeCount - 1, at + 200 + (at % 7)));
  }
  return { nodes, edges: [...edges.values()] };
}
