import { getBezierPath, getSmoothStepPath, Position } from "@xyflow/react";
import { NODE_HEIGHT } from "./layout";

interface Ends {
  sourceX: number;
  sourceY: number;
  targetX: number;
  targetY: number;
}

/** How far a line leaves a card before it turns back. */
const TURN = 24;

/**
 * The line of a connection from the right side of one card to the left side of another, and its
 * middle, all in the canvas's units. One that leads back goes round the cards, not behind them.
 */
export function edgePath({ sourceX, sourceY, targetX, targetY }: Ends): {
  path: string;
  middle: { x: number; y: number };
} {
  const ends = {
    sourceX,
    sourceY,
    sourcePosition: Position.Right,
    targetX,
    targetY,
    targetPosition: Position.Left,
  };
  if (targetX >= sourceX) {
    const [path, x, y] = getBezierPath(ends);
    return { path, middle: { x, y } };
  }
  const isBetween = Math.abs(targetY - sourceY) >= NODE_HEIGHT + TURN;
  const centerY = isBetween
    ? (sourceY + targetY) / 2
    : Math.max(sourceY, targetY) + NODE_HEIGHT / 2 + TURN;
  const [path, x] = getSmoothStepPath({ ...ends, centerY, offset: TURN, borderRadius: 12 });
  return { path, middle: { x, y: centerY } };
}
