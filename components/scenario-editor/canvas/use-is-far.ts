"use client";

import { useStore } from "@xyflow/react";

/** Below this zoom hardly any text can be read or button be hit. */
const FAR = 0.4;
/** With fewer nodes the details weigh nothing. */
const MANY = 100;

/** Whether many nodes are seen from so far that details are only weight; changes at one zoom alone. */
export const useIsFar = (): boolean =>
  useStore((state) => state.transform[2] < FAR && state.nodes.length > MANY);
