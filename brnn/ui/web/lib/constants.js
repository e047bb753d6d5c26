// Constants shared by the page's scripts and its server: CONSTANTS of brnn/ui/protocol.py.

export const constants = {};

export function useConstants(given) {
  Object.assign(constants, given);
}
