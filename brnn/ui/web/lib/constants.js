// What the page's scripts and its server both know: CONSTANTS of brnn/ui/protocol.py.

export const constants = {};

export function useConstants(given) {
  Object.assign(constants, given);
}
