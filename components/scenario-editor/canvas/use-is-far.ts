"use client";

import { useStore } from "@xyflow/react";

/** Below this zoom no text can be read and no button be hit. */
const FAR = 0.4;

/** Whether the canvas is seen from so far that details are only weight; changes at one zoom alone. */
export const useIsFar = (): boolean => useStore((state) => state.transform[2] < FAR);
