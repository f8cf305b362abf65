#pragma once

/// What a test sees and does of a library from outside, by name; each library has its own.
extern "C" {
/// How many functions of the adapter have run.
__attribute__((visibility("default"))) int observed_calls();
/// Waits until something hangs in it.
__attribute__((visibility("default"))) void observed_await_hanging();
/// Lets what hangs in it go on.
__attribute__((visibility("default"))) void observed_release();
}

namespace bad {

/// First line of every function of a bad adapter.
void note();

/// Until observed_release().
void hang();

}  // namespace bad
