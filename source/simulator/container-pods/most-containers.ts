/** As many pods that are containers as one machine is asked to bear. */
export const mostContainers = 50;
