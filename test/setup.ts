import fc from 'fast-check';

// The same runs each time: a property that fails must fail for everybody. FUZZ_SEED asks for others.
fc.configureGlobal({ seed: Number(process.env.FUZZ_SEED ?? 20260) });
