#pragma once
#include "actors.hpp"
#include "test.hpp"
