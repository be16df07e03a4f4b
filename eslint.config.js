import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const noMoreThan = (functionLines, fileLines) => ({
  'max-lines-per-function': ['error', { max: functionLines, skipBlankLines: true, skipComments: true }],
  'max-lines': ['error', { max: fileLines, skipBlankLines: true, skipComments: true }],
});

export default tseslint.config(
  { ignores: ['node_modules/', 'build/', 'release/', 'demo-office/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] }, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      ...noMoreThan(60, 350),
      // A promise that nobody waits for is work that a stop, or an error, loses.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      complexity: ['error', 20],
      'max-depth': ['error', 4],
      'max-params': ['error', 6],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      // The plugin's other rules are for the React compiler, which is not used here.
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      // What came with a submission is text, never markup.
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Nothing is rendered as HTML: show it as text.' },
        { selector: "JSXAttribute[name.name='style'] > Literal", message: 'Styles belong in CSS files: the policy of the page forbids inline ones.' },
      ],
    },
  },
  // Markup is longer than what it says.
  { files: ['**/*.tsx'], rules: noMoreThan(120, 350) },
  { files: ['**/*.test.{ts,tsx}', 'tests/**', 'bench/**'], rules: { 'max-lines-per-function': 'off', 'max-lines': 'off', 'max-params': 'off' } },
  // The DevTools protocol comes without types.
  { files: ['tools/electron/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
);
