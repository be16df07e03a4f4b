import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const noMoreThan = (functionLines, fileLines) => ({
  'reception/own-lines': ['error', { max: functionLines }],
  'max-lines-per-function': ['error', { max: 2 * functionLines, skipBlankLines: true, skipComments: true }],
  'max-lines': ['error', { max: fileLines, skipBlankLines: true, skipComments: true }],
});

/**
 * A function that makes an object of inner functions is as long as all of them together: what is bounded strictly are
 * its own lines. Blank lines and inner functions of more than one line do not count; the whole may be twice as long.
 */
const ownLines = {
  meta: { type: 'suggestion', schema: [{ type: 'object', properties: { max: { type: 'integer' } } }], messages: { long: 'This function has {{own}} lines of its own; {{max}} are allowed. Its steps belong in functions of their own.' } },
  create(context) {
    const [{ max }] = context.options;
    const inner = [];
    const enter = () => inner.push(0);
    const leave = (node) => {
      const lines = context.sourceCode.lines.slice(node.loc.start.line - 1, node.loc.end.line).filter((line) => line.trim() !== '').length;
      const own = lines - inner.pop();
      if (inner.length > 0 && lines > 1) inner.push(inner.pop() + lines);
      if (own > max) context.report({ node, messageId: 'long', data: { own, max } });
    };
    const functions = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
    return Object.fromEntries(functions.flatMap((kind) => [[kind, enter], [`${kind}:exit`, leave]]));
  },
};

export default tseslint.config(
  { ignores: ['node_modules/', 'build/', 'release/', 'demo-office/'] },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.recommended],
    plugins: { reception: { rules: { 'own-lines': ownLines } } },
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
      // A switch over a union is one decision; that it names every case is checked above.
      complexity: ['error', { max: 20, variant: 'modified' }],
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
  {
    files: ['**/*.test.{ts,tsx}', '**/testing/**', 'tests/**', 'bench/**'],
    rules: {
      'reception/own-lines': 'off',
      'max-lines-per-function': 'off',
      'max-lines': 'off',
      'max-params': 'off',
      // Made-up records are one long list of choices.
      complexity: 'off',
      // A stand-in for the station throws what comes over the wire, and that is a plain object.
      '@typescript-eslint/only-throw-error': 'off',
    },
  },
  // The DevTools protocol comes without types.
  { files: ['tools/electron/**'], rules: { '@typescript-eslint/no-explicit-any': 'off' } },
);
