/*
 * measure: run a command, write its wall-clock seconds and peak memory in kilobytes to a file.
 *
 *   measure FILE COMMAND [ARGUMENT...]      exits as the command does
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argument_count, char **arguments) {
    if (argument_count < 3) {
        fputs("usage: measure FILE COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    double start = now();
    pid_t child = fork();
    if (child == 0) {
        execvp(arguments[2], arguments + 2);
        perror(arguments[2]);
        _exit(127);
    }
    int status;
    struct rusage usage;
    if (child < 0 || wait4(child, &status, 0, &usage) < 0) {
        perror("measure");
        return 2;
    }
    double taken = now() - start;
    FILE *file = fopen(arguments[1], "w");
    if (file == NULL || fprintf(file, "%.4f %ld\n", taken, usage.ru_maxrss) < 0 ||
        fclose(file) != 0) {
        perror(arguments[1]);
        return 2;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
