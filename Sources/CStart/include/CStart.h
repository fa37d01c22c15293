// What has to happen before the libraries of the program start; see start.c.
#pragma once
