import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';
import { zones } from './eslint.zones.js';

export default ts.config(
  { ignores: ['node_modules', 'test-results', 'src/lib/api/schema.d.ts', 'src/lib/contract'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [...ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
    },
  },
  // What it returns cannot be memoized: it stays in this one file.
  { files: ['src/ui/DataGrid.tsx'], rules: { 'react-hooks/incompatible-library': 'off' } },
  ...zones,
);
