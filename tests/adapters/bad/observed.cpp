#include "tests/adapters/bad/observed.h"

#include <pthread.h>

namespace {

// Constant-initialised: loading the library runs nothing.
pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;  // guards all below
pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
int calls = 0;
int hanging = 0;
bool released = false;

}  // namespace

int observed_calls() {
    pthread_mutex_lock(&mutex);
    const int now = calls;
    pthread_mutex_unlock(&mutex);
    return now;
}

void observed_await_hanging() {
    pthread_mutex_lock(&mutex);
    while (hanging == 0) pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
}

void observed_release() {
    pthread_mutex_lock(&mutex);
    released = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

void bad::note() {
    pthread_mutex_lock(&mutex);
    ++calls;
    pthread_mutex_unlock(&mutex);
}

void bad::hang() {
    pthread_mutex_lock(&mutex);
    ++hanging;
    pthread_cond_broadcast(&changed);
    while (!released) pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
}
