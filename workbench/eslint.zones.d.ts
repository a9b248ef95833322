import type { Linter } from 'eslint';

export const zones: Linter.Config[];
export default zones;
